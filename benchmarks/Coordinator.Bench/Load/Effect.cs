namespace Coordinator.Bench.Load;

/// <summary>Effect of a message in the database of a consumer group.</summary>
/// <param name="Life">Life of the service that sent the message.</param>
/// <param name="Number">Number of the message in that life.</param>
/// <param name="Started">Intended start of its transaction, by the machine's monotonic clock.</param>
/// <param name="Handled">Time at which the effect was written, by the same clock.</param>
internal readonly record struct Effect(int Life, long Number, long Started, long Handled);
