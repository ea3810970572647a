int option_error = 1;

int option_next(int count, char **all) { option_error = 0; return count; }
