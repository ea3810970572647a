template <typename T>
struct Base {
    long base;
    explicit Base(long n) : base(n) {}
};

// Its members are called like globals of the program in bench; only a call in a body may mean a function.
template <typename T>
struct Queue : Base<T> {
    long M;
    long S;
    long W;
    explicit Queue(long n) : Base<T>(n), M(n - 1), S{n}, W(n) {}
    Queue(long n, long m) : Base<T>{n}, M{m}, S(n), W{m} {}
    long size() const { return length() + M; }
    long length() const { return S; }
};
