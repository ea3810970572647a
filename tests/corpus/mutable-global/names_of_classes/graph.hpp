class Node {
public:
    int length() const { return count; }
    int twice() const { return length() + length(); }
    int count;
};
