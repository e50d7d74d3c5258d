import "../../shared/tokens.css";
