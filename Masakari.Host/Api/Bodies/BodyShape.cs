using System.Text.Json.Nodes;
using Masakari.Host.Api.Wire;

namespace Masakari.Host.Api.Bodies;

/// <summary>
/// The shape of a request body: an envelope with one key, and in the envelope an object of known fields. The check ends at the first
/// problem. The order of the checks is the order of the original.
/// </summary>
internal sealed record BodyShape(string Envelope, IReadOnlyList<Field> Fields)
{
    /// <summary>Whether one known field is enough (update). Otherwise all required fields must be present (create).</summary>
    public bool OneFieldIsEnough { get; init; }

    /// <summary>Whether unknown keys are checked before missing keys.</summary>
    public bool UnknownKeysFirst { get; init; } = true;

    public Problem? Check(JsonNode? body)
    {
        if (body is not JsonObject envelope)
            return Problem.Bare(Problem.WrongType(body, "object"));
        if (envelope.TryGetPropertyValue(Envelope, out var inner))
            return CheckInner(inner) ?? UnknownIn(envelope);
        return Problem.Bare(Problem.Missing(Envelope));
    }

    private Problem? UnknownIn(JsonObject envelope) => Problem.UnknownKeys(envelope, [Envelope]) is { } text ? Problem.Bare(text) : null;

    private Problem? CheckInner(JsonNode? inner)
    {
        if (inner is not JsonObject body)
            return Problem.In(Envelope, inner, Problem.WrongType(inner, "object"));
        if (Field.FirstProblem(Fields, body) is { } problem)
            return problem;
        var unknown = Problem.UnknownKeys(body, Fields.Select(field => field.Name));
        var text = UnknownKeysFirst ? unknown ?? MissingField(body) : MissingField(body) ?? unknown;
        return text is null ? null : Problem.In(Envelope, body, text);
    }

    private string? MissingField(JsonObject body)
    {
        if (OneFieldIsEnough)
            return Fields.Any(field => body.ContainsKey(field.Name)) ? null
                : $"{PythonText.Repr(body)} is not valid under any of the given schemas";
        return Field.FirstMissing(Fields, body) is { } missing ? Problem.Missing(missing) : null;
    }
}
