using Coordinator.Testing.Crashes;
using static Coordinator.Architecture.Tests.Documents.DocumentCode;

namespace Coordinator.Architecture.Tests.Documents;

/// <summary>Compares docs/testing.md with the package that it describes.</summary>
public sealed class TestingDocumentSpec
{
    private const string Document = "docs/testing.md";

    /// <summary>The code that the snippets leave out. It has no usings, so it lends none to a snippet.</summary>
    private const string Omitted =
        """
        static class Reader
        {
            static async Task RunAsync(Coordinator.Participants.Fence.IOutcomeStore store, Coordinator.Contracts.ProducerGroup group)
            {
                SNIPPET
                await Task.CompletedTask;
            }

            public static void AddShop(this Microsoft.Extensions.DependencyInjection.IServiceCollection services, string? database = null) => throw null!;
        }

        class Shop
        {
            public string Database => throw null!;

            public Task PayAsync(Microsoft.Extensions.Hosting.IHost host, int order, CancellationToken ct) => throw null!;

            public Task<bool> IsPaidAsync(int order, CancellationToken ct) => throw null!;

            public Task<int> CountShipmentsAsync(int order, CancellationToken ct) => throw null!;
        }

        """;

    private static readonly string[] Snippets = SnippetsOf(Document);

    public static TheoryData<int> Numbers => [.. Enumerable.Range(1, Snippets.Length - 1)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Snippet_about_testing_compiles(int number)
    {
        var code = IsDeclaration(Snippets[number]) ? "" : Snippets[number];
        AssertCompiles(
            Snippets[0] + Omitted.Replace("SNIPPET", code, StringComparison.Ordinal) + string.Join('\n', Snippets.Where(IsDeclaration)));
    }

    [Fact]
    public void Table_has_every_crash_point()
    {
        var rows = Repository.Read(Document).Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        Assert.Equal(CrashPoint.All.Select(point => $"| `{point.Name}` | {point.Moment} |"), rows);
    }
}
