using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Competence.Migrations
{
    /// <inheritdoc />
    public partial class Delegations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "delegations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employee_name = table.Column<string>(type: "text", nullable: false, collation: "sv-SE-x-icu"),
                    employee_role = table.Column<string>(type: "text", nullable: false),
                    employee_unit = table.Column<string>(type: "text", nullable: false),
                    delegator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    delegator_name = table.Column<string>(type: "text", nullable: false, collation: "sv-SE-x-icu"),
                    delegator_role = table.Column<string>(type: "text", nullable: false),
                    delegator_unit = table.Column<string>(type: "text", nullable: false),
                    task = table.Column<string>(type: "text", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    client_scope = table.Column<string>(type: "text", nullable: true),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: false),
                    course_passed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    test_passed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    practical_check_on = table.Column<DateOnly>(type: "date", nullable: true),
                    instructions = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    delegator_signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recipient_signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_because = table.Column<string>(type: "text", nullable: true),
                    withdrawn_by_name = table.Column<string>(type: "text", nullable: true),
                    withdrawn_reason = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delegations", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "delegations_open",
                table: "delegations",
                column: "valid_to",
                filter: "status in ('draft', 'active')");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_delegator_id",
                table: "delegations",
                column: "delegator_id");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_employee_id_task",
                table: "delegations",
                columns: new[] { "employee_id", "task" });

            migrationBuilder.CreateIndex(
                name: "ix_delegations_unit_code_valid_to",
                table: "delegations",
                columns: new[] { "unit_code", "valid_to" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "delegations");
        }
    }
}
