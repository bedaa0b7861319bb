using System.Diagnostics.CodeAnalysis;

namespace Masakari.Core;

/// <summary>A value, or the refusal that stands in its place.</summary>
public readonly struct Result<T>
{
    private Result(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    /// <summary>The value; <see langword="default"/> when <see cref="Refusal"/> is set.</summary>
    public T? Value { get; }

    /// <summary>Why there is no value, or <see langword="null"/>.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool Ok => Refusal is null;

    /// <summary>Wraps a value.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A result is made by returning the value itself")]
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>Wraps a refusal.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "A result is made by returning the refusal itself")]
    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);
}
