"""What follow-up adds to the registries."""


def everything() -> None:
    from hub.followup import forms, history

    forms.register()
    history.register()
