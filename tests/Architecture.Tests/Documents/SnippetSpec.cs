using System.Text.RegularExpressions;
using static Coordinator.Architecture.Tests.Documents.DocumentCode;

namespace Coordinator.Architecture.Tests.Documents;

/// <summary>Compiles the C# code of the documents with the namespaces that they name, as a reader does who copies it.</summary>
public sealed partial class SnippetSpec
{
    /// <summary>The code that the snippets of docs/participants.md leave out. It has no usings, so it lends none to a snippet.</summary>
    private const string Omitted =
        """
        static class Reader
        {
            static async Task RunAsync(
                Microsoft.Extensions.Hosting.HostApplicationBuilder builder,
                Coordinator.Participants.CoordinatorParticipantBuilder participant,
                Coordinator.Participants.Common.CoordinatorParticipantOptions options,
                Coordinator.Participants.Producing.ITransactionalProducer producer,
                Func<System.Data.Common.DbConnection> connect,
                (string Id, string Customer, bool IsCovered) order,
                Orders orders,
                Payments payments,
                Warehouse warehouse,
                Coordinator.Participants.Typed.MessageFactory messages,
                Coordinator.Participants.Inbox.InboxStore inbox,
                ShopContext shop,
                string connectionString,
                string password,
                (string Name, string ConnectionString)[] tenants,
                IServiceProvider services,
                CancellationToken ct,
                int number,
                byte[] bytes)
            {
                SNIPPET
                await Task.CompletedTask;
            }

            static Task PayAsync(Coordinator.Participants.Producing.LocalTransactionScope scope, CancellationToken ct) => throw null!;

            static Task HandleAsync(Coordinator.Participants.Consuming.ReceivedMessage message, CancellationToken ct) => throw null!;

            static Task ShipAsync(
                System.Data.Common.DbTransaction transaction,
                Coordinator.Participants.Consuming.ReceivedMessage message,
                CancellationToken ct) => throw null!;
        }

        class ShopContext(Microsoft.EntityFrameworkCore.DbContextOptions<ShopContext> options) : Microsoft.EntityFrameworkCore.DbContext(options)
        {
            public Microsoft.EntityFrameworkCore.DbSet<ShopOrder> Orders => Set<ShopOrder>();
        }

        class ShopOrder
        {
            public int Id { get; set; }

            public bool IsPaid { get; set; }

            public decimal Total { get; set; }
        }

        interface Orders
        {
            Task<string> AddAsync(System.Data.Common.DbTransaction transaction, object order, CancellationToken ct);

            Task MarkPaidAsync(System.Data.Common.DbTransaction transaction, object order, CancellationToken ct);
        }

        interface Payments
        {
            Task<Payment?> FindAsync(string id, CancellationToken ct);
        }

        record Payment(bool Settled, bool Voided);

        public interface Warehouse
        {
            Task<bool> IsOpenAsync(CancellationToken ct);

            Task ShipAsync(System.Data.Common.DbTransaction transaction, string order, CancellationToken ct);
        }
        """;

    private static readonly string[] Participants = SnippetsOf("docs/participants.md");

    /// <summary>Types that snippets declare, for all other snippets.</summary>
    private static readonly string Declarations = string.Join('\n', Participants.Where(IsDeclaration));

    public static TheoryData<int> Numbers => [.. Enumerable.Range(1, Participants.Length - 1)];

    [Fact]
    public void Program_of_the_readme_compiles()
    {
        var program = Assert.Single(SnippetsOf("README.md"), snippet => snippet.Contains("#:project", StringComparison.Ordinal));

        AssertCompiles(Directive().Replace(program, ""));
    }

    [Fact]
    public void First_snippet_about_participants_has_the_usings_of_all() =>
        Assert.All(Lines(Participants[0]), line => Assert.StartsWith("using ", line, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Snippet_about_participants_compiles(int number)
    {
        var snippet = Participants[number].Trim();
        // A call without its object is one on the builder.
        var code = snippet.StartsWith('.') ? $"participant{snippet};" : IsDeclaration(snippet) ? "" : snippet;

        AssertCompiles(Participants[0] + Omitted.Replace("SNIPPET", code, StringComparison.Ordinal) + Declarations);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^#:.*$", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
