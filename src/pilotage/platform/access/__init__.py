"""Who may do what and see whose things (权限). Every query takes a `Viewer` first, every action a `by=`."""
