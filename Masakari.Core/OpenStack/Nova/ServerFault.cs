namespace Masakari.Core.OpenStack.Nova;

/// <summary>The <c>fault</c> of an instance in error, as Nova shows it.</summary>
/// <param name="Message">Nova's words, such as <c>No valid host was found.</c></param>
/// <param name="At">When it happened, by Nova's clock; <see langword="null"/> when Nova does not say.</param>
public sealed record ServerFault(string Message, DateTimeOffset? At);
