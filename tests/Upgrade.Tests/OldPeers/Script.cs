using System.Text.Json.Nodes;
using Coordinator.Upgrade.Tests.Recordings;

namespace Coordinator.Upgrade.Tests.OldPeers;

/// <summary>
/// Recorded conversation of which one side is replayed. A frame of that side is due when it has received everything that it had
/// received before the frame in the recording.
/// </summary>
internal sealed class Script
{
    // Fields that are new in each conversation, and times.
    private static readonly string[] OfTheMoment = ["committedAtUnixMs", "sessionId", "nodes", "nonce", "salt", "proof", "signature"];

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

    /// <summary>Gets a task that completes when both sides have sent everything.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Gets the messages that the recording does not contain.</summary>
    public IReadOnlyList<string> Surprises
    {
        get
        {
            lock (_gate)
                return [.. _surprises];
        }
    }

    /// <summary>Lists the messages that were not received or not sent yet.</summary>
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

    /// <summary>Gets the next frame to send; <c>null</c> while something must be received before.</summary>
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
        else if (said.Count == 0 && !word.AsObject().ContainsKey("so") && !word.AsObject().ContainsKey("sp"))
            _surprises.Add(word.ToJsonString());
    }

    /// <summary>
    /// Splits a frame into its items, because how items are combined into frames depends on time. Heartbeats are ignored for
    /// the same reason.
    /// </summary>
    private static IEnumerable<JsonNode> Words(string manifest, JsonNode says) => manifest == "f"
        ? says["items"]!.AsArray().Select(item => item!).Where(item => !item.AsObject().ContainsKey("heartbeat") && !item.AsObject().ContainsKey("nodesChanged"))
        : [new JsonObject { [manifest] = says.DeepClone() }];

    /// <summary>
    /// Returns whether a message includes all recorded fields. It may have more: an earlier release ignores new ones.
    /// </summary>
    private static bool Includes(JsonNode? now, JsonNode? recorded) => (now, recorded) switch
    {
        (JsonObject a, JsonObject b) => b.All(field => OfTheMoment.Contains(field.Key) || Includes(a[field.Key], field.Value)),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b, Includes).All(said => said),
        _ => JsonNode.DeepEquals(now, recorded),
    };

    /// <param name="Own">Frame to send.</param>
    /// <param name="Awaited">Message to receive.</param>
    private sealed record Line(RecordedFrame? Own, JsonNode? Awaited)
    {
        public bool Done { get; set; }
    }
}
