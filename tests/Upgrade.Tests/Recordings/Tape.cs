using System.Collections.Concurrent;
using Akka.Actor;

namespace Coordinator.Upgrade.Tests.Recordings;

/// <summary>Records everything that nodes sent and received, in order, as their serializers wrote and read it.</summary>
internal sealed class Tape
{
    private const string NameKey = "recorded.tape";

    // Akka creates the serializers, and can only give them a tape's name from the configuration.
    private static readonly ConcurrentDictionary<string, Tape> Running = new(StringComparer.Ordinal);

    private readonly string _name = $"tape-{Running.Count}";
    private readonly ConcurrentQueue<RecordedFrame> _frames = new();

    public Tape() => Running[_name] = this;

    public IReadOnlyList<RecordedFrame> Frames => [.. _frames];

    /// <summary>Gets the settings of a node that is recorded.</summary>
    public string Config => $$"""
        {{NameKey}} = "{{_name}}"
        akka.actor.serializers {
          coordinator-wire = "{{NameOf<TapedWireSerializer>()}}"
          coordinator-nodes = "{{NameOf<TapedNodeSerializer>()}}"
        }
        """;

    public static Tape Of(ActorSystem system) => Running[system.Settings.Config.GetString(NameKey)];

    public void Record(string from, int serializer, string manifest, byte[] bytes, Meaning meaning) =>
        _frames.Enqueue(new RecordedFrame(from, serializer, manifest, [.. bytes], meaning.Of(serializer, manifest, [.. bytes])));

    private static string NameOf<T>() => $"{typeof(T).FullName}, {typeof(T).Assembly.GetName().Name}";
}
