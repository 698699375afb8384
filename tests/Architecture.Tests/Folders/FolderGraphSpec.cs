using Coordinator.Architecture.Tests.Projects;

namespace Coordinator.Architecture.Tests.Folders;

/// <summary>Shows on small examples that the check of folders can fail.</summary>
public sealed class FolderGraphSpec
{
    private const string Queue = "namespace Sample.Topics; class Queue { public int Length; }";

    [Fact]
    public void Tree_has_no_cycle() => Assert.Empty(Cycles(new()
    {
        ["Topics/Queue.cs"] = Queue,
        ["Delivery/Window.cs"] = "using Sample.Topics; namespace Sample.Delivery; class Window { Queue? _queue; }",
        ["Program.cs"] = "using Sample.Delivery; namespace Sample; class Program { Window? _window; }",
    }));

    [Fact]
    public void Two_folders_that_name_types_of_each_other_are_a_cycle()
    {
        var cycle = Assert.Single(Cycles(new()
        {
            ["Topics/Queue.cs"] = "using Sample.Delivery; namespace Sample.Topics; class Queue { Window? _window; }",
            ["Delivery/Window.cs"] = "using Sample.Topics; namespace Sample.Delivery; class Window { Queue? _queue; }",
        }));

        Assert.Contains("These folders depend on each other: Delivery, Topics", cycle, StringComparison.Ordinal);
        Assert.Contains("Topics/Queue.cs: Queue -> Window", cycle, StringComparison.Ordinal);
        Assert.Contains("Delivery/Window.cs: Window -> Queue", cycle, StringComparison.Ordinal);
    }

    [Fact]
    public void Member_of_an_inferred_type_is_a_dependency() => Assert.Single(Cycles(new()
    {
        ["Topics/Queue.cs"] = "namespace Sample.Topics; class Queue { public int Length; public Sample.Delivery.Window? Window; }",
        ["Topics/Open/Queues.cs"] = "namespace Sample.Topics.Open; class Queues { public static Sample.Topics.Queue One() => new(); }",
        ["Delivery/Window.cs"] = "namespace Sample.Delivery; class Window { int Size() => Sample.Topics.Open.Queues.One().Length; }",
    }));

    [Fact]
    public void Cycle_of_three_folders_is_found_and_a_folder_that_only_uses_it_is_not_part_of_it()
    {
        var cycle = Assert.Single(Cycles(new()
        {
            ["A/One.cs"] = "namespace Sample.A; class One { Sample.B.Two? _two; }",
            ["B/Two.cs"] = "namespace Sample.B; class Two { Sample.C.Three? _three; }",
            ["C/Three.cs"] = "namespace Sample.C; class Three { Sample.A.One? _one; }",
            ["D/Four.cs"] = "namespace Sample.D; class Four { Sample.A.One? _one; }",
        }));

        Assert.Contains("These folders depend on each other: A, B, C" + Environment.NewLine, cycle, StringComparison.Ordinal);
    }

    [Fact]
    public void Reference_in_a_comment_is_no_dependency() => Assert.Empty(Cycles(new()
    {
        ["Topics/Queue.cs"] = "namespace Sample.Topics; /// <summary>See <see cref=\"Sample.Delivery.Window\"/>.</summary>\nclass Queue;",
        ["Delivery/Window.cs"] = "namespace Sample.Delivery; class Window { Sample.Topics.Queue? _queue; }",
    }));

    private static IReadOnlyList<string> Cycles(Dictionary<string, string> files) => new FolderGraph(
        TypeReferences.In(SourceCompilation.OfTexts(files)),
        file => Path.GetDirectoryName(file) is { Length: > 0 } folder ? folder.Replace('\\', '/') : ".").Cycles();
}
