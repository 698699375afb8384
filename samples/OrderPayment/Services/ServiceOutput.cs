namespace OrderPayment.Services;

/// <summary>Lines that a service writes to standard output: a word, and its subject.</summary>
internal static class ServiceOutput
{
    public const string Ready = "ready";
    public const string Reached = "reached";

    public static void SayReady() => Console.Out.WriteLine(Ready);

    public static void SayReached(Moment moment, string subject) => Console.Out.WriteLine($"{Reached} {moment} {subject}");

    public static (Moment Moment, string Subject)? ReadReached(string line) =>
        line.Split(' ', 3) is [Reached, var moment, var subject] && Enum.TryParse<Moment>(moment, out var known)
            ? (known, subject)
            : null;
}
