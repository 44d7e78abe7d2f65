namespace Mmva;

/// <summary>A value that is created when it is first needed, once. Unlike <see cref="Lazy{T}"/>, it tries again after a failure.</summary>
internal sealed class Lazily<T>(Func<T> create)
{
    private readonly Lock _lock = new();
    private volatile bool _created;
    private T? _value;

    public bool IsCreated => _created;

    public T Value
    {
        get
        {
            if (_created) return _value!;
            lock (_lock)
            {
                if (_created) return _value!;
                _value = create();
                _created = true;
                return _value;
            }
        }
    }
}
