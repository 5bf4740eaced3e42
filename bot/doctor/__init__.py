"""What `policybot doctor` looks at: a file for each subject."""
