namespace Huset.Competence.Contracts;

/// <summary>
/// Asks Competence to open a competence need: a cause was found in what people had been taught. A command between services, which may
/// hold text and never reaches the event log; the need's id is made by the sender, so that asking twice makes one need.
/// </summary>
/// <param name="NeedId">The need's id.</param>
/// <param name="UnitCode">Where the deviation happened.</param>
/// <param name="DeviationId">The case.</param>
/// <param name="DeviationReference">The case's number, for people.</param>
/// <param name="CauseId">The cause that it is to answer.</param>
/// <param name="Text">What is lacking, in the words of who found the cause; no personal data.</param>
/// <param name="Restricted">It comes from a case that few may see.</param>
/// <param name="AskedById">Who found it.</param>
/// <param name="AskedByName">The name, for people.</param>
/// <param name="At">When it was asked, UTC.</param>
public sealed record AskForCompetence(
    Guid NeedId,
    string UnitCode,
    Guid DeviationId,
    string DeviationReference,
    Guid CauseId,
    string Text,
    bool Restricted,
    string AskedById,
    string AskedByName,
    DateTimeOffset At);
