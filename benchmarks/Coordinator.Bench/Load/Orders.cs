using System.Threading.Channels;

namespace Coordinator.Bench.Load;

/// <summary>
/// Reads the benchmark's orders to a participant, line by line from standard input. The end of the input is an order to stop.
/// </summary>
internal sealed class Orders
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    public Orders(CancellationTokenSource ended) => _ = ReadAsync(ended);

    /// <summary>Reads the words of the next order.</summary>
    /// <exception cref="ChannelClosedException">There is no further order.</exception>
    public async Task<string[]> NextAsync(CancellationToken ct) => (await _lines.Reader.ReadAsync(ct)).Split(' ');

    private async Task ReadAsync(CancellationTokenSource ended)
    {
        // Reading a pipe blocks the calling thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var input = new StreamReader(Console.OpenStandardInput());
        while (await input.ReadLineAsync() is { } line)
            _lines.Writer.TryWrite(line);
        _lines.Writer.TryComplete();
        await ended.CancelAsync();
    }
}
