"""What stands before the workspace: choosing a school, making one, signing in."""
