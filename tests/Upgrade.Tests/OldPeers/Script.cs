using System.Text.Json.Nodes;
using Coordinator.Upgrade.Tests.Recordings;

namespace Coordinator.Upgrade.Tests.OldPeers;

/// <summary>
/// A recorded conversation with one of its two sides to be played: a frame of its own is due when all that it had heard before it was
/// heard again.
/// </summary>
internal sealed class Script
{
    // What is new in each conversation, and what clocks say.
    private static readonly string[] OfTheMoment = ["committedAtUnixMs", "sessionId", "nodes"];

    private readonly List<Line> _lines = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<string> _surprises = [];
    private int _next;

    public Script(IReadOnlyList<RecordedFrame> talk, string side)
    {
        foreach (var frame in talk)
        {
            if (frame.From == side)
                _lines.Add(new Line(frame, null));
            else
                _lines.AddRange(Words(frame.Manifest, frame.Says).Select(word => new Line(null, word)));
        }
    }

    /// <summary>Everything was said on both sides.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Words that nobody said when it was recorded.</summary>
    public IReadOnlyList<string> Surprises
    {
        get
        {
            lock (_gate)
                return [.. _surprises];
        }
    }

    /// <summary>What was not heard yet, or not said.</summary>
    public string Missing()
    {
        lock (_gate)
            return string.Join("\n", _lines.Where(line => !line.Done).Select(line => line.Own?.ToString() ?? "awaited: " + line.Awaited!.ToJsonString()));
    }

    public void Hear(string manifest, JsonNode says)
    {
        lock (_gate)
        {
            foreach (var word in Words(manifest, says))
                Hear(word);
        }
    }

    /// <summary>The next frame to be sent; <c>null</c> while something must be heard before.</summary>
    public RecordedFrame? Due()
    {
        lock (_gate)
        {
            while (_next < _lines.Count && _lines[_next] is var line && (line.Own is not null || line.Done))
            {
                _next++;
                if (line.Own is null)
                    continue;
                line.Done = true;
                return line.Own;
            }

            if (_next == _lines.Count)
                _ended.TrySetResult();
            return null;
        }
    }

    private void Hear(JsonNode word)
    {
        var said = _lines.Where(line => line.Awaited is { } awaited && Includes(word, awaited)).ToList();
        if (said.Find(line => !line.Done) is { } awaited)
            awaited.Done = true;
        else if (said.Count == 0 && !word.AsObject().ContainsKey("so"))
            _surprises.Add(word.ToJsonString());
    }

    /// <summary>A frame's items are said one by one; how they are put together is a matter of time. So are heartbeats.</summary>
    private static IEnumerable<JsonNode> Words(string manifest, JsonNode says) => manifest == "f"
        ? says["items"]!.AsArray().Select(item => item!).Where(item => !item.AsObject().ContainsKey("heartbeat") && !item.AsObject().ContainsKey("nodesChanged"))
        : [new JsonObject { [manifest] = says.DeepClone() }];

    /// <summary>All of it is said, and perhaps more: what is new to an earlier release it does not see.</summary>
    private static bool Includes(JsonNode? now, JsonNode? recorded) => (now, recorded) switch
    {
        (JsonObject a, JsonObject b) => b.All(field => OfTheMoment.Contains(field.Key) || Includes(a[field.Key], field.Value)),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b, Includes).All(said => said),
        _ => JsonNode.DeepEquals(now, recorded),
    };

    /// <param name="Own">To be said.</param>
    /// <param name="Awaited">To be heard.</param>
    private sealed record Line(RecordedFrame? Own, JsonNode? Awaited)
    {
        public bool Done { get; set; }
    }
}
