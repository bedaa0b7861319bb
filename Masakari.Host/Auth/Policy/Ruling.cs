namespace Masakari.Host.Auth.Policy;

/// <summary>
/// What a check says, in rising order. What can't be understood or found out is neither yes nor no, so that a <c>not</c> before it opens no door:
/// and = the lesser, or = the greater, not = the mirror image. Only <see cref="Allowed"/> lets a caller in.
/// </summary>
internal enum Ruling
{
    Denied,
    Unclear,
    Allowed,
}
