namespace Masakari.Host.Api.Bodies;

/// <summary>One field of a body.</summary>
internal sealed record Field(string Name, FieldType Type)
{
    /// <summary>Whether a create must name it.</summary>
    public bool Required { get; init; }
}
