using System.Net.Sockets;
using Coordinator.Contracts.Logging;
using Microsoft.Extensions.Logging;

namespace Coordinator.Tests.Hosting.Logging;

/// <summary>Warnings and errors that repeat have one line in ten seconds, and none is lost without being counted.</summary>
public sealed class ThrottlingLoggerSpec : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly RecordingLogs _logs = new();
    private readonly ThrottlingLoggerFactory _factory;
    private readonly ILogger _logger;

    public ThrottlingLoggerSpec()
    {
        _factory = new ThrottlingLoggerFactory(
            LoggerFactory.Create(logging => logging.AddProvider(_logs).SetMinimumLevel(LogLevel.Information)), _time, owns: true);
        _logger = _factory.CreateLogger("Coordinator.Sessions");
    }

    private IEnumerable<string> Lines => _logs.Entries.Select(entry => entry.Message);

    [Fact]
    public void First_line_of_a_kind_passes_at_once_and_the_others_are_counted_after_ten_seconds()
    {
        for (var number = 1; number <= 314; number++)
            _logger.LogWarning("Session {Session} is lost", number);

        Assert.Equal(["Session 1 is lost"], Lines);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Single(Lines);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(["Session 1 is lost", "Session 314 is lost (312 more of this kind in the last 10 s)"], Lines);
        var last = _logs.Entries.Last();
        Assert.Equal((314, 312L), ((int)last.Values["Session"]!, (long)last.Values["Others"]!));
        Assert.Equal((LogLevel.Warning, "Coordinator.Sessions"), (last.Level, last.Category));
    }

    [Fact]
    public void Kind_that_goes_on_has_one_line_in_ten_seconds_and_passes_at_once_after_a_pause()
    {
        for (var second = 0; second < 60; second++)
        {
            _logger.LogWarning("Session {Session} is lost", second);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_logs.Entries.Count, 6, 7);
        _time.Advance(TimeSpan.FromSeconds(30));
        var before = _logs.Entries.Count;
        _logger.LogWarning("Session {Session} is lost", 60);
        Assert.Equal("Session 60 is lost", Lines.Last());
        Assert.Equal(before + 1, _logs.Entries.Count);
    }

    [Fact]
    public void Single_repetition_is_written_without_a_count()
    {
        _logger.LogWarning("Session {Session} is lost", 1);
        _logger.LogWarning("Session {Session} is lost", 2);

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["Session 1 is lost", "Session 2 is lost"], Lines);
    }

    [Fact]
    public void Other_category_level_template_or_exception_is_another_kind()
    {
        _logger.LogWarning("Session {Session} is lost", 1);
        _factory.CreateLogger("Coordinator.Checks").LogWarning("Session {Session} is lost", 2);
        _logger.LogError("Session {Session} is lost", 3);
        _logger.LogWarning("Session {Session} is refused", 4);
        _logger.LogWarning(new InvalidOperationException("wrong"), "Session {Session} is lost", 5);

        Assert.Equal(5, _logs.Entries.Count);
    }

    [Fact]
    public void Values_in_a_text_that_was_put_together_make_no_kinds()
    {
        var texts = Enumerable.Range(0, 50).Select(number => $"Association with [akka.tcp://node@10.0.0.{number}] failed, gated for {number} ms");

        foreach (var text in texts)
            _logger.Log<object>(LogLevel.Warning, default, text, null, (state, _) => state.ToString()!);

        Assert.Single(_logs.Entries);
    }

    [Fact]
    public void Information_and_lines_that_count_themselves_pass()
    {
        for (var number = 0; number < 3; number++)
        {
            _logger.LogInformation("Session {Session} is open", number);
            _logger.LogWarning("Refused {Peer} ({Others} more in the last 10 s)", number, 0);
        }

        Assert.Equal(6, _logs.Entries.Count);
    }

    [Fact]
    public void Failure_of_a_network_has_its_messages_and_no_stack_trace()
    {
        var refused = new SocketException((int)SocketError.ConnectionRefused);

        _logger.LogWarning(new InvalidOperationException("The database is away.", refused), "The sweep failed");

        var entry = Assert.Single(_logs.Entries);
        Assert.Null(entry.Exception);
        Assert.Equal($"The sweep failed Cause: InvalidOperationException: The database is away. <- SocketException: {refused.Message}", entry.Message);
    }

    [Fact]
    public void Failure_that_nobody_expects_has_its_stack_trace_once()
    {
        for (var number = 0; number < 5; number++)
            _logger.LogError(new InvalidOperationException($"wrong {number}"), "It failed");

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["It failed", "It failed Cause: InvalidOperationException: wrong 4 (3 more of this kind in the last 10 s)"], Lines);
        Assert.Equal([true, false], _logs.Entries.Select(entry => entry.Exception is not null));
    }

    [Fact]
    public void Stack_trace_of_every_first_failure_is_there_for_who_asks_for_details()
    {
        using var factory = new ThrottlingLoggerFactory(
            LoggerFactory.Create(logging => logging.AddProvider(_logs).SetMinimumLevel(LogLevel.Debug)), _time, owns: true);

        factory.CreateLogger("Coordinator.Sessions").LogWarning(new TimeoutException("late"), "It failed");

        Assert.NotNull(Assert.Single(_logs.Entries).Exception);
    }

    [Fact]
    public void Kinds_without_number_cannot_flood_the_log()
    {
        foreach (var name in Enumerable.Range(0, 5_000).Select(number => new string('a', 1 + number)))
            _logger.Log<object>(LogLevel.Error, default, name, null, (state, _) => state.ToString()!);

        Assert.InRange(_logs.Entries.Count, 256, 258);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains("more of this kind", Lines.Last(), StringComparison.Ordinal);
    }

    /// <summary>If the time grew with the square of the length, this would not end.</summary>
    [Theory]
    [InlineData('a')]
    [InlineData('[')]
    [InlineData('\'')]
    [InlineData('7')]
    public void Long_text_takes_no_time_to_tell_its_kind(char letter)
    {
        var text = new string(letter, 1_000_001);
        for (var number = 0; number < 100; number++)
            _logger.Log<object>(LogLevel.Error, default, text, null, (state, _) => state.ToString()!);

        Assert.Single(_logs.Entries);
    }

    [Fact]
    public void Lines_that_are_held_back_are_written_at_the_end()
    {
        _logger.LogWarning("Session {Session} is lost", 1);
        _logger.LogWarning("Session {Session} is lost", 2);

        _factory.Dispose();

        Assert.Equal("Session 2 is lost", Lines.Last());
    }

    public void Dispose() => _factory.Dispose();
}
