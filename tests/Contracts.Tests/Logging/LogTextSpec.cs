using Coordinator.Contracts.Logging;

namespace Coordinator.Contracts.Tests.Logging;

public sealed class LogTextSpec
{
    [Theory]
    [InlineData("order-1 is paid: 5 €, \u65E5\u672C", "order-1 is paid: 5 €, \u65E5\u672C")]
    [InlineData("a\r\nwarn: forged", @"a\r\nwarn: forged")]
    [InlineData("\u001B[2Jgone\a\b\0", @"\u001B[2Jgone\u0007\u0008\u0000")]
    [InlineData("\u009B2J\u0085\u007F", @"\u009B2J\u0085\u007F")]
    [InlineData("a\u2028b\u2029c", @"a\u2028b\u2029c")]
    [InlineData("\u202Egnp.exe\u2066x\u2069\u200F\u061C", @"\u202Egnp.exe\u2066x\u2069\u200F\u061C")]
    [InlineData("tab\there", @"tab\there")]
    public void Control_character_is_escaped(string text, string escaped) => Assert.Equal(escaped, LogText.Escape(text));

    [Fact]
    public void Lines_are_kept_and_those_that_begin_like_an_entry_are_indented()
    {
        const string Trace = "System.Exception: a\r\nfail: forged\u001B[1A\r\ralso\n   at Here()\n--- End of stack trace from previous location ---\n   at There()";

        var lines = LogText.EscapeLines(Trace).Split(Environment.NewLine);

        Assert.Equal(
            [
                "System.Exception: a",
                @"   fail: forged\u001B[1A",
                "",
                "   also",
                "   at Here()",
                "--- End of stack trace from previous location ---",
                "   at There()",
            ],
            lines);
    }
}
