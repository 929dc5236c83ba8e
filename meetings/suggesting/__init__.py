"""What a round's results suggest for a forum: topics, activities and roles, which its planners accept one by one."""
