using Coordinator.Architecture.Tests.Projects;

namespace Coordinator.Architecture.Tests.Purity;

public sealed class PuritySpec
{
    /// <summary>The model tests and the replay of histories rely on it: the same state and command give the same events, always.</summary>
    [Theory]
    [InlineData("TransactionDecider")]
    [InlineData("TransactionState")]
    [InlineData("TrimDecision")]
    public void Decisions_use_no_actor_clock_or_randomness(string type)
    {
        var coordinator = SourceProject.All.Single(project => project.Name == "Coordinator");
        Findings.AssertNone(ImpureNames.In(SourceCompilation.Of(coordinator), type));
    }

    [Theory]
    [InlineData("Akka.Actor.IActorRef? _actor;")]
    [InlineData("System.TimeProvider? _clock;")]
    [InlineData("object Decide() => System.DateTimeOffset.UtcNow;")]
    [InlineData("object Decide() => System.Random.Shared.Next();")]
    [InlineData("object Decide() => System.Guid.NewGuid();")]
    public void Impure_function_is_found(string member) => Assert.NotEmpty(ImpureIn(member));

    [Fact]
    public void Time_that_is_passed_in_is_pure() =>
        Assert.Empty(ImpureIn("System.DateTimeOffset Decide(System.DateTimeOffset now) => now.AddSeconds(1);"));

    private static IReadOnlyList<Finding> ImpureIn(string member)
    {
        var texts = new Dictionary<string, string> { ["Decider.cs"] = $"class Decider {{ {member} }}" };
        return ImpureNames.In(SourceCompilation.OfTexts(texts), "Decider");
    }
}
