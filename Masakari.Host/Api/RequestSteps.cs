using System.Collections;

namespace Masakari.Host.Api;

/// <summary>
/// An ordered list of steps. A step that may answer the request returns the answer, or <see langword="null"/> for the next step.
/// </summary>
internal sealed class RequestSteps : IEnumerable
{
    private readonly List<Func<RequestState, ValueTask<IResult?>>> steps = [];

    /// <summary>Adds a step that never answers the request.</summary>
    public void Add(Action<RequestState> step) => steps.Add(state =>
    {
        step(state);
        return ValueTask.FromResult<IResult?>(null);
    });

    /// <summary>Adds a step that may answer the request.</summary>
    public void Add(Func<RequestState, IResult?> step) => steps.Add(state => ValueTask.FromResult(step(state)));

    /// <summary>Adds a step that may answer the request, and waits for something.</summary>
    public void Add(Func<RequestState, Task<IResult?>> step) => steps.Add(state => new ValueTask<IResult?>(step(state)));

    /// <summary>Runs the steps until one of them gives an answer.</summary>
    public async Task<IResult> RunAsync(RequestState state)
    {
        foreach (var step in steps)
        {
            if (await step(state) is { } answer)
                return answer;
        }

        throw new InvalidOperationException($"No step has answered {state.Http.Request.Method} {state.Path}.");
    }

    IEnumerator IEnumerable.GetEnumerator() => steps.GetEnumerator();
}
