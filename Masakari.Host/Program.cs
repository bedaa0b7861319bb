var builder = WebApplication.CreateSlimBuilder(args);
var app = builder.Build();
app.MapGet("/", () => Results.Json(new { versions = Array.Empty<object>() }));
await app.RunAsync();

public sealed partial class Program;
