"""What the state of things allows now, one noun a module; who may is asked by the gate and by the actions."""
