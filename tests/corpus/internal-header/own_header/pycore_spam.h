#define SPAM 1
