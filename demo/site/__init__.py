"""The demo company's website: how the content base's pages look. Its texts are in `demo/texts`."""
