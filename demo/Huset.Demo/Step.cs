using System.Text.Json.Nodes;

namespace Huset.Demo;

/// <summary>One request of the plan: who asks what, and when. What it needs of earlier answers and of the catalogue stands in braces: `{case}`, `{step:Signera}`.</summary>
/// <param name="Case">The case's number in the plan, from 1.</param>
/// <param name="Number">Its place among the case's own.</param>
/// <param name="At">When it is made, to the second.</param>
/// <param name="User">Who makes it: a demo user.</param>
/// <param name="Method">POST or PUT.</param>
/// <param name="Path">Below the gateway.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Keeps">What later steps of the case call something in the answer, and where in it that is.</param>
public sealed record Step(int Case, int Number, DateTimeOffset At, string User, HttpMethod Method, string Path, JsonObject Body, IReadOnlyList<(string Name, string Place)> Keeps);
