using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Masakari.Tests.Simulation;

/// <summary>The log of a scenario, with simulated times.</summary>
internal sealed class ScenarioLog : ILoggerProvider, ILogger
{
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public ConcurrentQueue<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{Clock.GetUtcNow():HH:mm:ss.fff} {logLevel} {eventId.Id} {formatter(state, exception)} {exception?.Message}");

    public void Dispose()
    {
    }
}
