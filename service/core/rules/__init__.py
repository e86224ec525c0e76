"""What the text core knows about page furniture and appeals: word lists, phrases, rules."""
