"""What each of the forty acts does to the talk beyond its effect on the meters, by group."""
