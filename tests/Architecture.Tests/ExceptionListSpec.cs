namespace Coordinator.Architecture.Tests;

public sealed class ExceptionListSpec
{
    private static readonly Finding[] Found = [new("old.cs", 3, "is too long"), new("new.cs", 7, "is too long")];

    [Fact]
    public void Listed_file_may_break_the_rule() =>
        Assert.Empty(Problems("old.cs", "new.cs"));

    [Fact]
    public void File_that_is_not_listed_is_reported_with_its_line() =>
        Assert.Equal(["new.cs:7: is too long"], Problems("old.cs"));

    [Fact]
    public void Listed_file_without_findings_must_leave_the_list() => Assert.Equal(
        ["clean.cs needs no exception any more: remove it from the list exceptions.txt."], Problems("old.cs", "new.cs", "clean.cs"));

    [Fact]
    public void Listed_file_that_does_not_exist_must_leave_the_list() => Assert.Equal(
        ["gone.cs does not exist: remove it from the list exceptions.txt."], Problems("old.cs", "new.cs", "gone.cs"));

    private static IReadOnlyList<string> Problems(params string[] listed) =>
        ExceptionList.Problems(listed, Found, file => file != "gone.cs", "exceptions.txt");
}
