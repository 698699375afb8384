namespace Coordinator.Model.Tests;

/// <summary>Tests how the verifier's output is read: an incomplete search must never pass for a clean one.</summary>
public sealed class FindingSpec
{
    private const string Clean = """
        Full statespace search for:
        	never claim         	+ (open_is_decided)
        State-vector 116 byte, depth reached 173, errors: 0
          2.9e+06 states, stored (3e+06 visited)
        """;

    [Fact]
    public void Search_that_saw_everything_is_clean()
    {
        var finding = Of(Clean);

        Assert.True(finding.IsClean);
        Assert.Equal("open_is_decided", finding.Claim);
        Assert.Equal(2_900_000, finding.States);
        finding.MustBeClean();
    }

    [Theory]
    [InlineData("error: max search depth too small\n" + Clean)]
    [InlineData("Warning: Search not completed\n" + Clean)]
    [InlineData("pan: out of memory\n" + Clean)]
    [InlineData("State-vector 116 byte, depth reached 173, errors: 1\n  12 states, stored")]
    [InlineData("State-vector 116 byte, depth reached 173, errors: 0\n  0 states, stored")]
    [InlineData("")]
    public void Search_that_did_not_is_not(string output)
    {
        Assert.False(Of(output).IsClean);
        Assert.ThrowsAny<Exception>(Of(output).MustBeClean);
    }

    [Fact]
    public void Trail_is_what_the_model_says()
    {
        const string Replay = """
            ltl p: [] (a)
            producer: prepares
            Never claim moves to line 3	[(1)]
              <<<<<START OF CYCLE>>>>>
            BROKEN: one_effect
            spin: transaction.pml:134, Error: assertion violated
            #processes: 13
            		jPhase = Completed
            """;

        var trail = Finding.Steps(Replay);

        Assert.Equal("producer: prepares\n<<<<<START OF CYCLE>>>>>\nBROKEN: one_effect", trail);
        Assert.Equal("one_effect", (Of("") with { Trail = trail }).Broken);
    }

    private static Finding Of(string output) => new(Search.Everywhere("a.pml"), output, Trail: "");
}
