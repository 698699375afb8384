namespace Coordinator.Bench.Measuring;

/// <summary>Set of a producer's message numbers, with one bit each. Safe for concurrent use.</summary>
internal sealed class SequenceSet
{
    private readonly Lock _lock = new();
    private byte[] _bits;

    public SequenceSet() : this(new byte[1024])
    {
    }

    private SequenceSet(byte[] bits) => _bits = bits;

    public long Count => _bits.Sum(bits => (long)byte.PopCount(bits));

    public static SequenceSet Load(string file) => new(File.ReadAllBytes(file));

    public void Save(string file)
    {
        lock (_lock)
            File.WriteAllBytes(file, _bits);
    }

    /// <returns><c>false</c> when the number was in the set already.</returns>
    public bool Add(long number)
    {
        lock (_lock)
        {
            var place = (int)(number >> 3);
            if (place >= _bits.Length)
                Array.Resize(ref _bits, Math.Max(place + 1, 2 * _bits.Length));
            var bit = (byte)(1 << (int)(number & 7));
            var isNew = (_bits[place] & bit) == 0;
            _bits[place] |= bit;
            return isNew;
        }
    }

    public bool Contains(long number)
    {
        lock (_lock)
        {
            var place = (int)(number >> 3);
            return place < _bits.Length && (_bits[place] & (1 << (int)(number & 7))) != 0;
        }
    }

    /// <summary>Counts the numbers that are in this set and not in the other.</summary>
    public long CountWithout(SequenceSet other) =>
        _bits.Select((bits, place) => (long)byte.PopCount((byte)(bits & ~other.At(place)))).Sum();

    private byte At(int place) => place < _bits.Length ? _bits[place] : (byte)0;
}
