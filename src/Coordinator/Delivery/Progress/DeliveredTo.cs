using Coordinator.Contracts;

namespace Coordinator.Delivery.Progress;

/// <summary>
/// Instances that got the latest deliveries of a message. A new session of the same instance may settle what an earlier one got.
/// Deliveries before a restart of the stream are numbered only, because the saved progress has no instances.
/// </summary>
/// <param name="before">Number of deliveries before the start of the stream.</param>
internal sealed class DeliveredTo(int before)
{
    // Beyond that, an acknowledgement is too late, and the message is delivered again.
    private const int MaxEarlier = 16;

    private readonly int _before = before;
    private List<InstanceId>? _earlier;
    private InstanceId _latest;

    /// <summary>Number of deliveries, those before the start included.</summary>
    public int Count { get; private set; } = before;

    public void Add(InstanceId instance)
    {
        if (Count > _before)
        {
            _earlier ??= new List<InstanceId>(1);
            if (_earlier.Count == MaxEarlier)
                _earlier.RemoveAt(0);
            _earlier.Add(_latest);
        }

        _latest = instance;
        Count++;
    }

    /// <summary>Returns true when the instance got the delivery of that number, or when nobody knows who got it.</summary>
    public bool Includes(InstanceId instance, int number)
    {
        if (number <= _before)
            return number > 0;
        var age = Count - number;
        if (age <= 0 || _earlier is null)
            return age == 0 && _latest == instance;
        return age <= _earlier.Count && _earlier[^age] == instance;
    }
}
