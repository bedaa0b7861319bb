namespace Masakari.Host.Auth.Policy;

/// <summary>A rule that exists without any file.</summary>
/// <param name="Name">As files and refusals name it.</param>
/// <param name="Expression">Who may, unless a file says otherwise.</param>
/// <param name="Description">A sentence for the sample.</param>
/// <param name="Operations">The calls that it guards, such as <c>GET /v1/segments</c>.</param>
internal sealed record PolicyDefault(string Name, string Expression, string Description, params IReadOnlyList<string> Operations);
