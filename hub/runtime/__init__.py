"""Running the hub: the supervisor behind `make run`, the bundled engines, health, logs, doctor."""
