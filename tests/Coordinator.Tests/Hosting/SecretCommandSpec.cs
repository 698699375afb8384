using Coordinator.Contracts.Authentication;
using Coordinator.Hosting;
using Coordinator.Sessions.Access;

namespace Coordinator.Tests.Hosting;

public sealed class SecretCommandSpec
{
    private const string Secret = "sixteen characters";

    [Theory]
    [InlineData(Secret)]
    [InlineData(Secret + "\n")]
    [InlineData(Secret + "\r\nmore")]
    public async Task First_line_of_the_input_is_hashed(string input)
    {
        var (exitCode, output, errors) = await RunAsync(input, "secret", "hash");

        Assert.Equal((0, ""), (exitCode, errors));
        Assert.True(ScramVerifier.TryParse(output.TrimEnd(), out var verifier));
        Assert.Equal(ScramKeys.Of(Secret, verifier.Salt.Span, verifier.Iterations).StoredKey, verifier.StoredKey);
        Assert.Empty(new ParticipantAccess { Name = "orders", SecretHash = output.TrimEnd(), ProducerGroups = ["*"], Publish = ["*"] }.Problems());
        Assert.DoesNotContain(Secret, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_hash_has_a_salt_of_its_own() =>
        Assert.NotEqual((await RunAsync(Secret, "secret", "hash")).Output, (await RunAsync(Secret, "secret", "hash")).Output);

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    public async Task Short_secret_is_refused(string input)
    {
        var (exitCode, output, errors) = await RunAsync(input, "secret", "hash");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Contains($"must have at least 16 characters, but has {input.Length}.", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The command secret needs: hash.", "secret")]
    [InlineData("Unknown command 'hsah'. Did you mean hash?", "secret", "hsah")]
    [InlineData("Unknown option --sercet.", "secret", "hash", "--sercet=x")]
    public async Task Secret_command_says_what_it_can_do(string said, params string[] arguments)
    {
        var (exitCode, _, errors) = await RunAsync(Secret, arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string input, params string[] arguments)
    {
        using var reader = new StringReader(input);
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var exitCode = await CoordinatorProgram.RunAsync(arguments, reader, output, errors);
        return (exitCode, output.ToString(), errors.ToString());
    }
}
