int option_error = 1; //~ ISO020

int option_next(int count, char **all) { option_error = 0; return count; }
