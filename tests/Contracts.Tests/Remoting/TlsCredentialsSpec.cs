using Coordinator.Contracts.Remoting.Tls;
using Coordinator.Harness;
using Coordinator.Testing.Certificates;

namespace Coordinator.Contracts.Tests.Remoting;

public sealed class TlsCredentialsSpec : IDisposable
{
    private readonly TempDirectory _temp = new();
    private readonly CertificateAuthority _authority;
    private readonly List<string?> _changes = [];
    private readonly SteppedClock _clock = new();
    private readonly string _file;

    public TlsCredentialsSpec()
    {
        _authority = new CertificateAuthority(_temp.Path, "authority");
        _file = _temp.File("current.pfx");
        File.Copy(_authority.IssueNode("first"), _file);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void Changed_files_are_in_force_at_the_next_look()
    {
        var credentials = Read();
        File.Copy(_authority.IssueNode("second"), _file, overwrite: true);

        Assert.Equal("CN=first", credentials.Current.Certificate.Subject);
        _clock.Step();

        Assert.Equal("CN=second", credentials.Current.Certificate.Subject);
        Assert.Null(Assert.Single(_changes));
    }

    [Fact]
    public void Files_that_cannot_be_used_leave_the_earlier_ones_in_force()
    {
        var credentials = Read();
        File.WriteAllText(_file, "half a file");
        _clock.Step();

        Assert.Equal("CN=first", credentials.Current.Certificate.Subject);
        Assert.NotNull(Assert.Single(_changes));

        File.Copy(_authority.IssueNode("second"), _file, overwrite: true);
        _clock.Step();
        Assert.Equal("CN=second", credentials.Current.Certificate.Subject);
    }

    private TlsCredentials Read() => new(new TlsFiles(_file, () => "", _authority.File), _clock, _changes.Add);

    private sealed class SteppedClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now;

        public void Step() => _now += 2;
    }
}
