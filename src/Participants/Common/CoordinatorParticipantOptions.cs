using Coordinator.Contracts;
using Coordinator.Contracts.Sessions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Coordinator.Participants.Common;

/// <summary>How this service takes part. Validated when the host starts: a bad value is named with what is allowed.</summary>
public sealed class CoordinatorParticipantOptions
{
    /// <summary>
    /// Name of the configuration section for a participant, by convention. The server reads the section <c>Coordinator</c>, so one
    /// <c>appsettings.json</c> can hold both.
    /// </summary>
    public const string SectionName = "CoordinatorParticipant";

    /// <summary>
    /// Where coordinator nodes listen, as <c>host:port</c>; one that answers is enough, it names the others.
    /// Default (<c>null</c>): <c>127.0.0.1:4053</c>.
    /// </summary>
    /// <remarks>No list by default: those of a configuration file would be added to it.</remarks>
    public IReadOnlyList<string>? ContactPoints { get; set; }

    /// <summary>
    /// The name that all instances of this service produce under, see <see cref="Contracts.ProducerGroup" />; any live one of
    /// them
    /// must be able to answer the checks of all. Default (<c>null</c>): this service only consumes.
    /// </summary>
    public string? ProducerGroup { get; set; }

    /// <summary>
    /// The name of this process, unique among all participants, see <see cref="InstanceId" />: a session that another process opens
    /// under the same name ends this one's.
    /// Default (<c>null</c>): made of machine name, process id and a random part.
    /// </summary>
    public string? Instance { get; set; }

    /// <summary>Who this service is, where the coordinator asks for that. Default: nobody.</summary>
    public Credentials? Credentials { get; set; }

    /// <summary>
    /// The name or address of this machine in Akka remoting. Must be its own, and differ between machines, unless the coordinator
    /// runs on the same machine. Default: <c>127.0.0.1</c>.
    /// </summary>
    public string Hostname { get; set; } = "127.0.0.1";

    /// <summary>
    /// The port of this process in Akka remoting, 0 to 65,535. Default: 0, any free one; nobody needs to know it.
    /// </summary>
    public int Port { get; set; }

    /// <summary>
    /// Encrypts and authenticates the connection (mutual TLS). Default (<c>null</c>): plain TCP, fit for loopback only.
    /// </summary>
    public ParticipantTlsOptions? Tls { get; set; }

    /// <summary>
    /// How long a prepare, commit or rollback may wait for its reply, across reconnects and busy replies,
    /// 100 milliseconds to 10 minutes. Default: 10 seconds.
    /// </summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many commands may wait for their replies at the same time, 1 to 1,000,000. More are refused at once. Default: 8,192.
    /// </summary>
    public int MaxInFlightCommands { get; set; } = 8_192;

    /// <summary>
    /// How long a contact point may take to open a session before the next one is tried, 100 milliseconds to 1 minute. Default: 3
    /// seconds.
    /// </summary>
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The wait after all contact points failed once; doubled (with jitter) each time they do so again. 10 milliseconds up to
    /// <see cref="ReconnectMaxBackoff" />. Default: 100 milliseconds.
    /// </summary>
    public TimeSpan ReconnectMinBackoff { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The longest such wait, at most 5 minutes. Default: 500 milliseconds. Where only a change of settings helps (wrong credentials,
    /// an <see cref="Instance" /> that another process has too), the waits grow from a second to a minute.
    /// </summary>
    public TimeSpan ReconnectMaxBackoff { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long a checker may take before the check counts as failed, 100 milliseconds to 5 minutes. Default: 4 seconds.
    /// </summary>
    public TimeSpan CheckTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How many checks are answered at the same time, 1 to 1,024; others wait. Default: 16.</summary>
    public int CheckConcurrency { get; set; } = 16;

    /// <summary>
    /// How long a stop waits for running handlers and unanswered commands, 0 to 10 minutes (the host's own shutdown timeout
    /// applies too).
    /// Default: 10 seconds.
    /// </summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Takes over what a section of the configuration says, such as one of <c>appsettings.json</c>; the rest stays.</summary>
    /// <param name="section">Its keys are the names of the properties; durations are written as <c>00:00:10</c>.</param>
    /// <exception cref="OptionsValidationException">
    /// Values cannot be read: of each the key, the value, and what is allowed.
    /// </exception>
    public void ReadFrom(IConfiguration section) => ConfigurationReader.Read(section, this);

    internal IReadOnlyList<string> EffectiveContactPoints => ContactPoints ?? [$"127.0.0.1:{SessionListenerAddress.DefaultPort}"];

    /// <summary>What is wrong with these values: key, value, and what is allowed.</summary>
    public IEnumerable<string> Problems() => ParticipantOptionsRules.Problems(this);
}
