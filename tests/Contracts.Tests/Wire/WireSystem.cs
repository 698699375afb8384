using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Coordinator.Contracts.Sessions;
using Coordinator.Contracts.Wire;

namespace Coordinator.Contracts.Tests.Wire;

/// <summary>An actor system with the wire's settings, as both ends have it.</summary>
public sealed class WireSystem : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create(
        "wire",
        WireSettings.Config.WithFallback(ConfigurationFactory.ParseString("akka.stdout-loglevel = OFF, akka.loglevel = OFF")));

    public Serialization Serialization => _system.Serialization;

    internal WireSerializer Wire => (WireSerializer)Serialization.FindSerializerForType(typeof(Frame));

    internal static IWireMessage Alone(IWireMessage message) => message is IFrameItem item ? new Frame([item]) : message;

    /// <summary>There and back, as remoting does it.</summary>
    internal IWireMessage RoundTrip(IWireMessage message) =>
        (IWireMessage)Wire.FromBinary(Wire.ToBinary(message), Wire.Manifest(message));

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();
}
