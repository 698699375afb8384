using System.Diagnostics.Metrics;
using Coordinator.Common;
using Coordinator.Contracts.Remoting.Tls;
using Coordinator.Hosting.Options;

namespace Coordinator.Hosting.Node;

/// <summary>Certificates of a node, for participants and for other nodes. Their end is a metric, and a warning in the log 30 days before.</summary>
internal sealed partial class NodeCredentials : IDisposable
{
    private static readonly TimeSpan WarnBefore = TimeSpan.FromDays(30);
    private static readonly TimeSpan LookInterval = TimeSpan.FromHours(12);

    private readonly Dictionary<string, TlsCredentials> _all = [];
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly Meter _meter = new(CoordinatorMeter.Name);
    private readonly ITimer _looks;

    public NodeCredentials(CoordinatorOptions options, ILoggerFactory loggers, TimeProvider clock)
    {
        _logger = loggers.CreateLogger("Coordinator.Certificates");
        _clock = clock;
        Remoting = Read("remoting", options.Remoting);
        Nodes = options.Cluster.Seeds.Count > 0 ? Read("nodes", options.Nodes) : null;
        _meter.CreateObservableGauge(
            "coordinator.certificate.expires",
            () => _all.Select(pair => new Measurement<long>(
                pair.Value.Current.Expires.ToUnixTimeSeconds(), new KeyValuePair<string, object?>("use", pair.Key))),
            unit: "s");
        _looks = clock.CreateTimer(_ => WarnAll(), null, TimeSpan.Zero, LookInterval);
    }

    /// <summary>Certificate for participants, and their authorities; <c>null</c> without TLS.</summary>
    public TlsCredentials? Remoting { get; }

    /// <summary>Certificate for other nodes, and their authorities; <c>null</c> without TLS or without other nodes.</summary>
    public TlsCredentials? Nodes { get; }

    public void Dispose()
    {
        _looks.Dispose();
        _meter.Dispose();
    }

    private TlsCredentials? Read(string use, EndpointOptions endpoint)
    {
        if (endpoint.TlsFiles() is not { } files)
            return null;
        return _all[use] = new TlsCredentials(files, _clock, problem =>
        {
            if (problem is null)
                LogInForce(_logger, use, files.Certificate);
            else
                LogUnusable(_logger, use, files.Certificate, problem);
        });
    }

    private void WarnAll()
    {
        foreach (var (use, credentials) in _all)
        {
            var expires = credentials.Current.Expires;
            if (expires - _clock.GetUtcNow() < WarnBefore)
                LogExpires(_logger, use, expires);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The files of {Use}.tlsCertificate {File} have changed and are in force for new connections")]
    private static partial void LogInForce(ILogger logger, string use, string file);

    [LoggerMessage(2, LogLevel.Error, "The files of {Use}.tlsCertificate {File} have changed and cannot be used: {Problem} The earlier ones stay in force")]
    private static partial void LogUnusable(ILogger logger, string use, string file, string problem);

    [LoggerMessage(3, LogLevel.Warning, "The certificate or an authority of {Use}.tlsCertificate expires at {Expires:u}. Replace the files; no restart is needed")]
    private static partial void LogExpires(ILogger logger, string use, DateTimeOffset expires);
}
