using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class Handling : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "assessed_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "assessed_by_id",
                table: "deviations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "assessed_by_name",
                table: "deviations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "assessment_motivation",
                table: "deviations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "closed_at",
                table: "deviations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "closed_by_name",
                table: "deviations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "feedback",
                table: "deviations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "probability",
                table: "deviations",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "severity",
                table: "deviations",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "causes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    area = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    found_by_id = table.Column<string>(type: "text", nullable: false),
                    found_by_name = table.Column<string>(type: "text", nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    accepted_reason = table.Column<string>(type: "text", nullable: true),
                    accepted_by_name = table.Column<string>(type: "text", nullable: true),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_causes", x => x.id);
                    table.ForeignKey(
                        name: "fk_causes_deviations_deviation_id",
                        column: x => x.deviation_id,
                        principalTable: "deviations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "deviation_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    by_id = table.Column<string>(type: "text", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deviation_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_deviation_changes_deviations_deviation_id",
                        column: x => x.deviation_id,
                        principalTable: "deviations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_reference = table.Column<string>(type: "text", nullable: false),
                    action_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    home_unit = table.Column<string>(type: "text", nullable: true),
                    units = table.Column<string[]>(type: "text[]", nullable: false),
                    roles = table.Column<string[]>(type: "text[]", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "actions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cause_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_reference = table.Column<string>(type: "text", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    restricted = table.Column<bool>(type: "boolean", nullable: false),
                    what = table.Column<string>(type: "text", nullable: false),
                    strength = table.Column<string>(type: "text", nullable: true),
                    owner_id = table.Column<string>(type: "text", nullable: false),
                    owner_name = table.Column<string>(type: "text", nullable: false),
                    owner_role = table.Column<string>(type: "text", nullable: true),
                    planned_start = table.Column<DateOnly>(type: "date", nullable: false),
                    due_at = table.Column<DateOnly>(type: "date", nullable: false),
                    follow_up = table.Column<string>(type: "text", nullable: false),
                    success_criterion = table.Column<string>(type: "text", nullable: false),
                    effect_check_at = table.Column<DateOnly>(type: "date", nullable: false),
                    planned_by_name = table.Column<string>(type: "text", nullable: false),
                    planned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    completed_note = table.Column<string>(type: "text", nullable: true),
                    completed_by_name = table.Column<string>(type: "text", nullable: true),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    effect = table.Column<string>(type: "text", nullable: true),
                    effect_note = table.Column<string>(type: "text", nullable: true),
                    effect_checked_by_name = table.Column<string>(type: "text", nullable: true),
                    effect_checked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_actions", x => x.id);
                    table.ForeignKey(
                        name: "fk_actions_causes_cause_id",
                        column: x => x.cause_id,
                        principalTable: "causes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_deviations_status_unit_code_id",
                table: "deviations",
                columns: new[] { "status", "unit_code", "id" });

            migrationBuilder.CreateIndex(
                name: "actions_open_by_owner",
                table: "actions",
                columns: new[] { "owner_id", "due_at" },
                filter: "effect_checked_at is null");

            migrationBuilder.CreateIndex(
                name: "actions_open_by_unit",
                table: "actions",
                columns: new[] { "unit_code", "effect_check_at" },
                filter: "effect_checked_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_actions_cause_id",
                table: "actions",
                column: "cause_id");

            migrationBuilder.CreateIndex(
                name: "ix_actions_deviation_id",
                table: "actions",
                column: "deviation_id");

            migrationBuilder.CreateIndex(
                name: "ix_causes_deviation_id",
                table: "causes",
                column: "deviation_id");

            migrationBuilder.CreateIndex(
                name: "ix_deviation_changes_deviation_id_version",
                table: "deviation_changes",
                columns: new[] { "deviation_id", "version" });

            migrationBuilder.CreateIndex(
                name: "ix_notices_person_id_id",
                table: "notices",
                columns: new[] { "person_id", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_people_home_unit",
                table: "people",
                column: "home_unit");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "actions");

            migrationBuilder.DropTable(
                name: "deviation_changes");

            migrationBuilder.DropTable(
                name: "notices");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "causes");

            migrationBuilder.DropIndex(
                name: "ix_deviations_status_unit_code_id",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "assessed_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "assessed_by_id",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "assessed_by_name",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "assessment_motivation",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "closed_at",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "closed_by_name",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "feedback",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "probability",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "severity",
                table: "deviations");
        }
    }
}
